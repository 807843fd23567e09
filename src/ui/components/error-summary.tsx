import { Icon } from '../icon.tsx';
import { wordsOfUi } from '../messages.ts';
import { fieldId, type FieldPlace } from './form.tsx';

/** What is still missing, at the top of the page, each line leading to its field. Nothing when nothing is wrong. */
export function ErrorSummary({ page, form, scope }: FieldPlace) {
  const errors = Object.entries(form.errors);
  if (errors.length === 0) return null;
  const words = wordsOfUi(page.locale);
  return (
    <div class="mistakes" role="alert" tabIndex={-1} id="mistakes">
      <h2><Icon name="alert-triangle" />{words.errorTitle}</h2>
      <p>{words.errorLead}</p>
      <ul>{errors.map(([name, error]) => <li key={name}><a href={`#${fieldId(scope, name)}`}>{error}</a></li>)}</ul>
    </div>
  );
}
