"""Files of the site that no template makes: one module for each kind, from a small frozen view to bytes.

Nothing here knows the library, the plan or the disk.
"""
