// How was it? One press, once; only the latest question can be answered.
import { Icon } from "../../shared/icons.js";
import { html, useState } from "../../shared/markup.js";
import { useDesk } from "../context.js";
import { RATING } from "../strings.js";

const SCORES = [1, 2, 3, 4, 5];

/** `rating`: `{score, open}`: what was given, and whether it still can be. */
export function RatingCard({ card, title, rating = {} }) {
  const { session } = useDesk();
  const [busy, setBusy] = useState(0);
  const [problem, setProblem] = useState(null);
  const given = rating.score ?? busy;
  const rate = async (score) => {
    setBusy(score);
    setProblem(null);
    try {
      await session.rate(score);
    } catch (refused) {
      setProblem(refused);
      setBusy(0);
    }
  };
  const thanked = rating.score ? RATING.thanks(rating.score) : RATING.over;
  return html`${title && html`<p class="rating-about">${title}</p>`}
    <h3 id="rating-${card.rating_no}">${card.about === "refund" ? RATING.refund : RATING.person}</h3>
    <div class="rating" role="group" aria-labelledby="rating-${card.rating_no}">
      ${SCORES.map((score) => html`<button key=${score} type="button" class="star ${score <= given ? "is-on" : ""}"
        aria-label=${RATING.score(score)} aria-pressed=${score === given} disabled=${!rating.open || busy > 0}
        data-testid="rate-${score}" onClick=${() => rate(score)}><${Icon} name="star" size=${28} /></button>`)}
    </div>
    <p class="rating-note" role="status" data-testid="rating-note">
      ${problem ? problem.detail || RATING.failed : rating.open ? RATING.hint : thanked}
    </p>`;
}

/** By the number of each question's entry: the answer that followed it, and whether it may still be given. */
export function ratingsOf(entries) {
  const asked = entries.filter(({ card }) => card?.type === "rating");
  const given = entries.filter(({ kind }) => kind === "handoff.rated");
  return new Map(
    asked.map(({ seq }, at) => {
      const until = asked[at + 1]?.seq ?? Infinity;
      const answer = given.find((entry) => entry.seq > seq && entry.seq < until);
      return [seq, { score: answer?.facts?.score ?? null, open: !answer && until === Infinity }];
    }),
  );
}
