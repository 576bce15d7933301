import { placeText } from "../../command/place.ts";
import { withGivenFile } from "../../command/profile-word.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { language } from "../../terminal/language.ts";
import { type Line, outputColumns, wrap } from "../../terminal/terminal.ts";
import { whyText } from "./text.ts";
import type { Verdict } from "./verdict.ts";

/** The answer in a sentence: who, from where, until when, in which region; or what is missing, and what to type next. */
export function answerLines(verdict: Verdict, nowMs: number): readonly Line[] {
  const text = whyText();
  const columns = outputColumns();
  const { who, outcome } = verdict;
  if (who === undefined) {
    const [said, next] = outcome === "failed" ? [text.failed, text.next] : [text.notConfigured, text.begin];
    return [...wrap([{ style: "red", text: said }], columns), ...wrap([withGivenFile(next)], columns)];
  }
  const comma = language() === "zh" ? "，" : ", ";
  const [first, ...rest] = [
    text.answer(who, verdict.from.map(placeText).join(comma)),
    untilText(verdict, nowMs),
    ...(verdict.region === undefined ? [] : [text.region(verdict.region.value)]),
  ];
  return wrap([{ style: "bold", text: first ?? "" }, `${comma}${rest.join(comma)}`], columns);
}

/** The end of the credentials, for a person. */
export function untilText({ outcome, expiration, isLasting }: Verdict, nowMs: number): string {
  const text = whyText();
  if (outcome === "would-answer") return text.wouldAnswer;
  if (expiration !== undefined) return text.until(describeExpiry(expiration, nowMs));
  return isLasting ? text.noExpiry : text.unknownExpiry;
}
