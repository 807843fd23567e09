/**
 * Asks the authenticator what the page wants to know and puts its answer into the form around it. Without this script, in a
 * browser that has no passkeys or under an address that can have none, the page keeps the words it came with: use the code.
 */
export {};

for (const block of document.querySelectorAll<HTMLElement>('[data-passkey]')) prepare(block);

function prepare(block: HTMLElement): void {
  const { domain = '' } = block.dataset;
  const isThere = location.hostname === domain || location.hostname.endsWith(`.${domain}`);
  const button = block.querySelector('button');
  if (!isThere || typeof PublicKeyCredential !== 'function' || !button) return;
  reveal(block, '[data-with]', true);
  reveal(block, '[data-without]', false);
  button.addEventListener('click', (event) => {
    event.preventDefault();
    void ask(block, button);
  });
}

async function ask(block: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const form = block.closest('form');
  const field = block.querySelector<HTMLInputElement>('[data-answer]');
  if (!form || !field || button.disabled) return;
  button.disabled = true;
  reveal(block, '[data-failed]', false);
  try {
    field.value = `${block.dataset['token'] ?? ''} ${JSON.stringify(block.dataset['passkey'] === 'new' ? await make(block) : await use(block))}`;
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    // Cancelled, timed out, no such passkey on this device: browsers do not say which.
    reveal(block, '[data-failed]', true);
    button.disabled = false;
  }
}

async function make({ dataset }: HTMLElement): Promise<Readonly<Record<string, string>>> {
  const { challenge = '', domain = '', site = '', handle = '', username = '', algorithms = '' } = dataset;
  const made = await navigator.credentials.create({ publicKey: {
    challenge: bytes(challenge), rp: { id: domain, name: site }, user: { id: bytes(handle), name: username, displayName: username },
    pubKeyCredParams: algorithms.split(' ').map((alg) => ({ type: 'public-key', alg: Number(alg) })),
    excludeCredentials: known(dataset), attestation: 'none',
    authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'required' },
  } });
  const { rawId, response } = made as PublicKeyCredential & { readonly response: AuthenticatorAttestationResponse };
  return { id: text(rawId), clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) };
}

async function use({ dataset }: HTMLElement): Promise<Readonly<Record<string, string>>> {
  const { challenge = '', domain = '' } = dataset;
  const used = await navigator.credentials.get({ publicKey: { challenge: bytes(challenge), rpId: domain, allowCredentials: known(dataset), userVerification: 'required' } });
  const { rawId, response } = used as PublicKeyCredential & { readonly response: AuthenticatorAssertionResponse };
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return { id: text(rawId), clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), ...(userHandle ? { userHandle: text(userHandle) } : {}) };
}

function known({ allow = '' }: DOMStringMap): PublicKeyCredentialDescriptor[] {
  return allow.split(' ').filter((id) => id !== '').map((id) => ({ type: 'public-key', id: bytes(id) }));
}

function reveal(block: HTMLElement, selector: string, shown: boolean): void {
  for (const one of block.querySelectorAll<HTMLElement>(selector)) one.hidden = !shown;
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
