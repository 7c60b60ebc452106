/** Wrong input or usage; `message` is a sentence for people, and the exit code is 2. */
export class UsageError extends Error {}
