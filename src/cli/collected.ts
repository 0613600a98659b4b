/** How commander gathers an option that may be given again: as a list. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
