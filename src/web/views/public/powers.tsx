import { Block } from '../../../ui/components/blocks.tsx';
import type { PageContext } from '../../../ui/page.ts';
import type { TwoPersonAct } from '../../../slices/units/index.ts';
import { wordsOfPublic } from './messages.ts';

export type PowersProps = {
  /** Names of roles of which one person may hold only one. */
  readonly separations: readonly (readonly string[])[];
  readonly combined: readonly { readonly roles: readonly string[]; readonly reason: string }[];
  readonly borrowed: readonly { readonly act: TwoPersonAct; readonly unit: string; readonly post: string }[];
};

/** The written profile of powers: what one person may not hold together, what a small place combines all the same, and whom it borrows. */
export function Powers({ page, powers }: { readonly page: PageContext; readonly powers: PowersProps }) {
  const words = wordsOfPublic(page.locale);
  return (
    <Block title={words.powersTitle}>
      <p>{words.powersLead}</p>
      <ul>{powers.separations.map((group) => <li key={group.join()}>{words.powersApart(group.join(words.powersAnd))}</li>)}</ul>
      <p>{powers.combined.length === 0 ? words.powersNone : words.powersCombined}</p>
      {powers.combined.length > 0 && <ul>{powers.combined.map(({ roles, reason }) => <li key={roles.join()}>{words.powersMeet(roles.join(words.powersAnd), reason)}</li>)}</ul>}
      {powers.borrowed.length > 0 && (
        <>
          <p>{words.powersBorrowed}</p>
          <ul>{powers.borrowed.map(({ act, unit, post }) => <li key={act}>{words.powersFrom(words.powersActs[act], unit, post)}</li>)}</ul>
        </>
      )}
    </Block>
  );
}
