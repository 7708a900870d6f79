"""What the plugin knows and does; nothing here touches a widget."""
