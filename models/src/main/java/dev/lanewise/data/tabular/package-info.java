package dev.lanewise.data.tabular;
