"""The logic of the plugin; nothing here touches a widget."""
