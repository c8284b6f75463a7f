"""Read and write every table of the product.

In: a file (CSV, spreadsheet, JSON, Parquet, SPSS) or rows. Out: a `Table` with a header, the question of each column
and rows of text; or a CSV file. Only this package finds out encoding, separator, header row and decimal mark.
"""
