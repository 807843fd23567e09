import QRCode from 'qrcode';
import { groupCaseNumber, type CaseNumber } from '../../kernel/ids.ts';
import { wordsOfUi } from '../messages.ts';
import type { PageContext } from '../page.ts';

/**
 * A slip of A5 to keep: the public number, the secret code in groups of four, and a code for the phone's camera that
 * holds only the follow page's address (an address must never carry a secret). `code` is 24 digits.
 */
export function ReceiptCard(props: {
  readonly page: PageContext;
  readonly number: CaseNumber;
  readonly code: string;
  readonly followAddress: string;
  readonly title: string;
  readonly warning: string;
  readonly facts: readonly { readonly key: string; readonly value: string }[];
  readonly foot: string;
}) {
  const words = wordsOfUi(props.page.locale);
  const groups = props.code.match(/.{1,4}/g) ?? [];
  return (
    <article class="slip" aria-label={props.title}>
      <header class="slip-head">
        <p class="slip-place">{props.page.jurisdiction.name} · {words.brand}</p>
        <h2>{props.title}</h2>
      </header>
      <dl class="slip-keys">
        <div>
          <dt>{words.receiptNumber}<span>{words.receiptNumberHint}</span></dt>
          <dd class="digits digits-number">{groupCaseNumber(props.number)}</dd>
        </div>
        <div class="slip-secret">
          <dt>{words.receiptCode}<span>{words.receiptCodeHint}</span></dt>
          <dd class="digits digits-code">{groups.map((group, index) => <span key={index}>{group}{index + 1 < groups.length ? ' ' : ''}</span>)}</dd>
        </div>
      </dl>
      <p class="slip-warning">{props.warning}</p>
      <dl class="slip-facts">{props.facts.map((fact) => <div key={fact.key}><dt>{fact.key}</dt><dd>{fact.value}</dd></div>)}</dl>
      <footer class="slip-foot">
        <QrCode text={props.followAddress} alt={words.qrAlt} />
        <div><p class="slip-address">{props.followAddress}</p><p>{props.foot}</p></div>
      </footer>
    </article>
  );
}

/** ISO/IEC 18004, error correction M, drawn as one path with the quiet zone of four modules. Text up to 500 characters; a `secret` one is drawn anew and kept nowhere. */
export function QrCode({ text, alt, secret = false }: { readonly text: string; readonly alt: string; readonly secret?: boolean }) {
  const { size, path } = secret ? draw(text) : drawingOf(text);
  return (
    <svg class="qr" viewBox={`0 0 ${size + 8} ${size + 8}`} role="img" aria-label={alt} shape-rendering="crispEdges">
      <rect class="qr-paper" width={size + 8} height={size + 8} />
      <path class="qr-ink" d={path} />
    </svg>
  );
}

type Drawing = { readonly size: number; readonly path: string };
const drawings = new Map<string, Drawing>();
/** One address a jurisdiction and language; far fewer than this. */
const DRAWINGS_KEPT_MAX = 200;

/** Drawing a code costs some 300 µs, and every receipt of a jurisdiction shows the same one. */
function drawingOf(text: string): Drawing {
  const known = drawings.get(text);
  if (known) return known;
  const made = draw(text);
  if (drawings.size >= DRAWINGS_KEPT_MAX) drawings.clear();
  drawings.set(text, made);
  return made;
}

function draw(text: string): Drawing {
  if (text.length > 500) throw new RangeError('a QR code holds at most 500 characters here');
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0, end = 0; x < modules.size; x = end + 1) {
      for (end = x; end < modules.size && modules.get(y, end); end += 1);
      // One run of dark modules after another: half the bytes of one square a module.
      if (end > x) path += `M${x + 4} ${y + 4}h${end - x}v1H${x + 4}z`;
    }
  }
  return { size: modules.size, path };
}
