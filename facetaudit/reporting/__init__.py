"""Reports: notebooks run to pages, figures, workbooks."""
