"""The Spark engine beside the default one."""
