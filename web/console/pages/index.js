// The rooms that are a page of their own.
import { BoardPage } from "./board.js";
import { HoursPage } from "./hours.js";
import { RepliesPage } from "./replies.js";

export const PAGES = { board: BoardPage, replies: RepliesPage, hours: HoursPage };
