"""Tables for spreadsheets and programs: workbook, CSV, Parquet, JSON, Dovetail."""
