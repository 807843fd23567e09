#!/usr/bin/env node
import { runVerb } from './minsheng.mjs';

await runVerb('test', process.argv.slice(2));
