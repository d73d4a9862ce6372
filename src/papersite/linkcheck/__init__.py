"""Links that lead nowhere: within the built site, and with `--external` out of it.

`reading` finds the addresses in a file, `inside` says which of them the site does not have, `tracing` where in a note one is
written, `outside` which others nobody answers at (as `answering` says it), `answers` remembers that. Only `outside` uses the
network, and only `answers` the disk. `checking` makes problems of it, `site` does all of it for a whole site.
"""
