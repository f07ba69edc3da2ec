// The cards by type. A type this page does not know is not drawn.
import { CallbackCard } from "./callback.js";
import { ConfirmCard } from "./confirm.js";
import { EvidenceCard } from "./evidence.js";
import { NeedsCard } from "./needs.js";
import { OrderCard } from "./order.js";
import { OrdersCard } from "./orders.js";
import { QueueCard } from "./queue.js";
import { RatingCard } from "./rating.js";
import { RefundCard } from "./refund.js";

export const CARDS = {
  order: OrderCard,
  orders: OrdersCard,
  confirm: ConfirmCard,
  refund: RefundCard,
  needs: NeedsCard,
  evidence: EvidenceCard,
  queue: QueueCard,
  callback: CallbackCard,
  rating: RatingCard,
};
