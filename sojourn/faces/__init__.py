"""What people see: urls, views, forms and templates, one package per audience."""
