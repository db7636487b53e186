"""XLSX tables: a spreadsheet read as a list, and a list written as one. Record 20."""
