package dev.lanewise.data.series;
