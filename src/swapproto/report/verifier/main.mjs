// One program, as the page and as its worker.

import { open, serve } from './page.mjs';

if (typeof document === 'undefined') serve();
else open();
