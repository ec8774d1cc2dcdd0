/** What follows from a click, a choice or a command: a form, a failure, or simply what the bot writes. */

import { addLine } from "./store.js";
import { openForm } from "./form.js";
import { t } from "./words.js";

/**
 * Wait for what an interaction comes to and show it. `button` is the control that was used,
 * `command` what was typed, in the channel `channelId`: a failure is told beside it.
 */
export async function outcome(answer, { button = null, command = null, channelId = null }) {
  button?.setAttribute("aria-busy", "true");
  const result = await answer;
  button?.removeAttribute("aria-busy");
  if (result?.modal) openForm(result.modal, { button, command, channelId });
  else if (result?.failed && command) addLine(channelId, { command });
  else if (result?.failed) tellFailure(button);
  return result;
}

function tellFailure(button) {
  const line = button?.closest("article")?.querySelector(".component-failure");
  if (!line) return;
  line.textContent = t("interaction-failed");
  setTimeout(() => (line.textContent = ""), 8000);
}
