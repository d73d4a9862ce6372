"""WRITES the site: what stands, what differs, and the swap that readers never see half done."""
