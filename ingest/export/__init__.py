"""Records as other tools want them: Parquet, CSV, Markdown, text."""

from ingest.export.export import FORMATS, Exported, Format, export

__all__ = ["FORMATS", "Exported", "Format", "export"]
