"""The only reader and writer of tables.

In: a file (CSV, spreadsheet, JSON, Parquet, SPSS) or rows. Out: a `Table` with a header, what each column asks, and
rows of text; or a CSV file. How a file is written (encoding, separator, header, decimal mark) is found out here, once.
"""
