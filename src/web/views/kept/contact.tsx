import { Block } from '../../../ui/components/blocks.tsx';
import { Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction } from '../../../ui/components/form.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { CodeField } from './kept.tsx';
import { keptMessages } from './messages.ts';

/**
 * Correct the contact, or take it away (PIPL art. 46, 47). Fields sent: `phone`, `email`, `name`, `note`, `code`; and to the other
 * form `sure` (`yes`). The old contact is not shown: whoever has the receipt sees it on the page before.
 */
export function ContactPage({ page, form, isKept }: { readonly page: PageContext; readonly form: FormState; readonly isKept: boolean }) {
  const words = keptMessages(page.locale);
  return (
    <Page page={page} title={words.contactPage} section="follow" width="reading" personal>
      <a class="crumb" href={page.paths.kept}><Icon name="arrow-left" />{words.title}</a>
      <div class="heading"><h1>{words.contactPage}</h1><p class="lead">{words.contactLead}</p></div>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={page.paths.contact} hidden={form.hidden}>
        <Field page={page} form={form} name="phone" type="tel" label={words.phone} autoComplete="tel" optional />
        <Field page={page} form={form} name="email" type="email" label={words.email} autoComplete="email" optional />
        <Field page={page} form={form} name="name" label={words.name} autoComplete="name" optional />
        <Field page={page} form={form} name="note" label={words.note} optional />
        <CodeField page={page} form={form} />
        <div class="acts"><MainAction>{words.contactGo}</MainAction><Button href={page.paths.kept}>{words.contactStay}</Button></div>
      </Form>
      {isKept && (
        <Block title={words.removeTitle} icon="eye-off">
          <p>{words.removeLead}</p>
          <Form page={page} action={page.paths.contactEnd}>
            <Tick page={page} form={form} name="sure" value="yes" label={words.removeSure} />
            <div class="acts"><Button>{words.removeGo}</Button></div>
          </Form>
        </Block>
      )}
    </Page>
  );
}
