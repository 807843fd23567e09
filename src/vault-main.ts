import { runProcess } from './run.ts';
import { startVault } from './vault-instance.ts';

// `minsheng start --only vault`: a process with who people are, and nothing else.
await runProcess(startVault);
