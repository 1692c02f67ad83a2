// `maia start` from the build, without the check for stale sources that the command makes.
import { main } from '../dist/cli/main.js';

await main(['start']);
