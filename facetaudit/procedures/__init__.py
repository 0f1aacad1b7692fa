"""Procedure notes: what each note documents, read into joints and a handful of coded fields."""
