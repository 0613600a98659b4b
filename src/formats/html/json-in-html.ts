/**
 * The value as JSON that can stand inside `<script type="application/json">`: neither `</script>` nor `<!--` can end or hide the
 * element, and no line separator of JavaScript stands in it. `JSON.parse` gives the same value.
 */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
