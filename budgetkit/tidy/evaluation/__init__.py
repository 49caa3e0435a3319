"""The parts of the reader of 项目支出绩效自评表, from lines to rows."""
