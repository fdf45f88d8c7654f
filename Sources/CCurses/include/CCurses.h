#ifndef CCurses_H
#define CCurses_H
#endif
