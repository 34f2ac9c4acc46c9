"""Programs for developers: catalogues, pictures of the screens, the OpenAPI document."""
