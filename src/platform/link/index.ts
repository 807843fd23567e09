export { isPrivateAddress, type LinkAddress } from './address.ts';
export { LinkAway, type AwayReason } from './away.ts';
export { dialLink, type Link } from './dial.ts';
export { listenLink, ListenRefusal, type LinkAnswer, type LinkFailure, type LinkServer } from './listen.ts';
export { ensureToken, readToken, TokenRefusal, type TokenProblem } from './token-file.ts';
export { linkMessages } from './messages.ts';
