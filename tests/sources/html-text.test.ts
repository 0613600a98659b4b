import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlText } from '../../src/sources/html-text.ts';

describe('htmlText', () => {
  it('gives the main text of a page and its title', () => {
    const page = `<!doctype html><html><head><title>Rivers &amp; seas\n of  Corva</title><style>p { color: red }</style>
<script>document.write("no")</script></head><body><header><h1>Site</h1></header><nav><a href="/">Home</a></nav>
<main><header><h1>The River Lind</h1></header>
<p>The Lind&nbsp;rises in the <b>hills</b> of Corva
   and flows <i>west</i>.</p><ul><li>first<li>second</ul>
<table><tr><th>Length</th><td>120&thinsp;km</td></tr><tr><th>Mouth</th><td>Port Ellery</td></tr></table>
<pre>  one
    two</pre><p hidden>hidden</p><p style="display: none">hidden</p><aside>See also</aside>
<noscript>turn it on</noscript><form><button>Send</button></form></main><footer>© Corva</footer></body></html>`;

    expect(htmlText(page)).toEqual({
      title: 'Rivers & seas of Corva',
      text: `The River Lind

The Lind rises in the hills of Corva and flows west.

first
second

Length 120 km
Mouth Port Ellery

  one
    two`,
    });
  });

  it('takes the whole page where nothing is called main, without what surrounds it', () => {
    const page =
      '<nav>Home</nav><header>Site</header><h1>Lind</h1>rises<br>here<article><header>By me</header>x</article><footer>©';

    expect(htmlText(page)).toEqual({ title: 'Lind', text: 'Lind\n\nrises\nhere\nBy me\nx' });
  });

  it('has no title where there is neither title nor heading', () => {
    expect(htmlText('<p>text</p><svg><title>icon</title></svg>')).toEqual({ title: null, text: 'text' });
  });

  it('keeps words apart only where the page does', () => {
    expect(htmlText('<p>un<b>believ</b>able <i> twice</i>  <i>three</i></p>').text).toBe('unbelievable twice three');
  });

  it('refuses depth that nobody writes', () => {
    expect(() => htmlText('<b>'.repeat(3000))).toThrow('elements are nested more than 2000 deep');
  });

  it('reads anything', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<main>',
      '</main',
      '<!--',
      '-->',
      '<title>',
      '&amp',
      '<a b="',
      '<',
      'x',
      ' ',
      '<pre>',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(typeof htmlText(pieces.join('')).text).toBe('string');
      }),
    );
  });
});
