"""Bytes in, pages out: decoding, readers, and the shape and extent of prose."""
