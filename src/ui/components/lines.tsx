/** A small table of words: the first cell of a row names it. On a phone each row becomes a paragraph. */
export function Lines({ label, heads, rows }: { readonly label: string; readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] }) {
  return (
    <div class="tablebox" role="region" aria-label={label} tabIndex={0}>
      <table class="table stacked">
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>{rows.map(([first = '', ...cells]) => <tr key={first}><th scope="row">{first}</th>{cells.map((cell, at) => <td key={at} data-label={heads[at + 1]}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
