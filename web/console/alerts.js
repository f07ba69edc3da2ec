// Being called: a short sound, and a notice of the system's own where it was allowed. Both are switched by the person.
import { createStore } from "../shared/store.js";

const KEPT = "refund-desk.alerts";
const NOTES_HZ = [880, 1175];
const NOTE_S = 0.14;

/** `store`: `{sound, desktop, permission}`; `call({title, body, tag, onOpen})` calls whoever sits here. */
export function createAlerts() {
  const known = globalThis.Notification?.permission ?? "denied";
  const store = createStore({ sound: true, desktop: true, ...read(), permission: known });
  let audio = null;

  function ring() {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
    NOTES_HZ.forEach((pitch, place) => {
      const from = audio.currentTime + place * NOTE_S;
      const tone = new OscillatorNode(audio, { frequency: pitch });
      const loud = new GainNode(audio, { gain: 0 });
      loud.gain.setValueAtTime(0.12, from);
      loud.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S);
      tone.connect(loud).connect(audio.destination);
      tone.start(from);
      tone.stop(from + NOTE_S);
    });
  }

  function show({ title, body, tag, onOpen }) {
    const notice = new Notification(title, { body, tag, lang: "zh-CN", icon: "/favicon.svg" });
    notice.onclick = () => {
      window.focus();
      notice.close();
      onOpen();
    };
  }

  return {
    store,
    /** Only ever from a press of the person's: a page that asks by itself is refused for good. */
    async ask() {
      store.set({ permission: await Notification.requestPermission() });
    },
    set(wish) {
      store.set(wish);
      const { sound, desktop } = store.get();
      try {
        localStorage.setItem(KEPT, JSON.stringify({ sound, desktop }));
      } catch {
        // storage switched off: as wished until the page is left
      }
    },
    call(notice) {
      const { sound, desktop, permission } = store.get();
      if (sound) ring();
      if (desktop && permission === "granted" && document.visibilityState !== "visible") show(notice);
    },
  };
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}
