//! Path templates from request lines.
