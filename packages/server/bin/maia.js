#!/usr/bin/env node
// In a checkout the command builds what is stale first; an installed package brings its dist.
import { existsSync } from 'node:fs';

const buildScript = new URL('../../../scripts/build.js', import.meta.url);
if (existsSync(buildScript)) (await import(buildScript.href)).buildStale();
const { main } = await import('../dist/cli/main.js');
await main(process.argv.slice(2));
