"""The XLSX format: workbooks and their parts, read and written as streams. It knows neither lists nor findings.

Reading takes ``ooxml`` (the ZIP file and its XML), ``workbook`` and ``worksheet``; writing ``writer`` and ``styles``.
"""
