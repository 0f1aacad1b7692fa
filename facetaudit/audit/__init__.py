"""The audit: from claim files to an audit folder, and an audit folder opened again."""
