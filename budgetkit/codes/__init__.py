"""The national budget classification (政府收支分类科目): codes and names, by the years in which they hold."""
