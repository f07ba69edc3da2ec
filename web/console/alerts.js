// Being called: a short sound, and a notice of the system's own where it was allowed. Both are switched by the person.
import { createStore } from "../shared/store.js";

const KEPT = "refund-desk.alerts";
const TOLD = "refund-desk.told";
const TOLD_MS = 15_000; // longer than tabs lie apart in hearing of the same thing
const SECOND_MS = 600;
const NOTES_HZ = [880, 1175];
const NOTE_S = 0.14;

/** `store`: `{sound, desktop, permission}`; `call({key, title, body, tag, onOpen})` calls whoever sits here: once for a
 * key, however many tabs of this browser are open. */
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
    async call(notice) {
      // A tab that nobody has touched may be refused the sound: one that is looked at goes first.
      const heard = document.visibilityState === "visible" && navigator.userActivation?.hasBeenActive !== false;
      if (!heard) await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
      await inTurn(() => {
        if (!first(notice.key)) return;
        const { sound, desktop, permission } = store.get();
        if (sound) ring();
        if (desktop && permission === "granted" && document.visibilityState !== "visible") show(notice);
      });
    },
  };
}

/** One tab at a time, where the browser can see to it. */
const inTurn = async (act) => (navigator.locks ? navigator.locks.request(TOLD, act) : act());

/** Whether no tab has told of it lately. */
function first(key) {
  const lately = Object.entries(read(TOLD)).filter(([, at]) => Date.now() - at < TOLD_MS);
  if (lately.some(([known]) => known === key)) return false;
  try {
    localStorage.setItem(TOLD, JSON.stringify({ ...Object.fromEntries(lately), [key]: Date.now() }));
  } catch {
    // storage switched off: every tab calls
  }
  return true;
}

function read(name = KEPT) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}
