/** What may be set here: nothing that runs, loads or leads anywhere. */
export interface Attributes {
  readonly class?: string;
  readonly role?: string;
  readonly tabindex?: string;
  readonly type?: string;
  readonly value?: string;
  readonly label?: string;
  readonly 'aria-label'?: string;
}

/** A new element with its children; strings become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** The element of the page with that id, which `formats/report-html.ts` has written. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const node = document.getElementById(id);
  if (node instanceof type) return node;
  throw new Error(`the page has no ${type.name} "${id}"`);
}
