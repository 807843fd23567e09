import type { PowersProps } from '../views/public/powers.tsx';
import type { PublicReading } from './reading.ts';

/** Who may hold which powers together here, and who comes from outside: as the jurisdiction's own files say, in the reader's language. */
export function powersProps({ directory, page: { locale } }: Pick<PublicReading, 'directory' | 'page'>): PowersProps {
  const { separations, profile, posts, roles } = directory.content;
  const nameOf = (code: string): string => roles.find((role) => role.code === code)?.names[locale] ?? code;
  return {
    separations: separations.map((group) => group.map(nameOf)),
    combined: (profile?.combined ?? []).map(({ roles: held, reason }) => ({ roles: held.map(nameOf), reason: reason[locale] })),
    borrowed: (profile?.borrowed ?? []).map(({ act, unit, post }) => ({
      act, unit: directory.unit(unit)?.names[locale] ?? unit, post: posts.find((one) => one.id === post)?.names[locale] ?? post,
    })),
  };
}
