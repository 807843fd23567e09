#!/usr/bin/env node
import { runVerb } from './minsheng.mjs';

await runVerb('start', process.argv.slice(2));
