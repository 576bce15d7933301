/** The topics of help besides commands. */
export const TOPICS = ["environment", "exit-codes", "formats"] as const;

export type Topic = (typeof TOPICS)[number];

export function isTopic(word: string | undefined): word is Topic {
  return TOPICS.some((topic) => topic === word);
}
