"""The XLSX format itself: workbooks, worksheets and their parts, read and written as streams."""
